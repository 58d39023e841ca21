import SimpleIndex
import Testing

@Suite("A day of the calendar")
struct CalendarDayTests {
    @Test("follows the one before, for a thousand years, and counts back to its number")
    func days() {
        var before = CalendarDay(daysSince1970: -250_000)
        for number in Int64(-249_999)...Int64(120_000) {
            let day = CalendarDay(daysSince1970: number)
            let isNext = day.year == before.year && day.month == before.month && day.day == before.day + 1
            let isNewMonth = day.year == before.year && day.month == before.month + 1 && day.day == 1 && before.day > 27
            let isNewYear = day.year == before.year + 1 && day.month == 1 && day.day == 1 && before.day == 31
            guard isNext || isNewMonth || isNewYear, day.daysSince1970 == number else {
                Issue.record("\(day) after \(before)")
                return
            }
            before = day
        }
    }

    @Test(
        "is the one that the calendar has",
        arguments: [
            (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (19_782, 2024, 2, 29), (-719_162, 1, 1, 1),
        ]
            as [(Int64, Int64, Int64, Int64)])
    func known(number: Int64, year: Int64, month: Int64, day: Int64) {
        let found = CalendarDay(daysSince1970: number)
        #expect((found.year, found.month, found.day) == (year, month, day))
        #expect(CalendarDay(year: year, month: month, day: day) == found)
    }

    @Test("is none of those that the calendar has not")
    func none() {
        for (year, month, day) in [
            (1900, 2, 29), (2023, 2, 29), (2024, 2, 30), (2024, 4, 31), (2024, 13, 1), (2024, 0, 1), (2024, 1, 0),
            (2024, 1, 32), (2024, 1, -1),
        ] as [(Int64, Int64, Int64)] {
            #expect(CalendarDay(year: year, month: month, day: day) == nil)
        }
    }
}
