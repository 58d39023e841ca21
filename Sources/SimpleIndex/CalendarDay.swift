/// A day of the Gregorian calendar, which is taken to have held for ever.
///
/// The calculation counts years from March, so that the leap day is a year's last; 400 of them have 146,097 days.
package struct CalendarDay: Hashable, Sendable {
    /// Of the common era; 0 and negative ones before it.
    package let year: Int64
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31.
    package let day: Int64

    private static let daysOfCycle: Int64 = 146_097
    /// From the first of March of the year 0 to the first of January 1970.
    private static let daysBefore1970: Int64 = 719_468

    /// - Parameter days: since the first of January 1970; negative ones lie before it.
    package init(daysSince1970 days: Int64) {
        let (cycle, dayOfCycle) = (days + Self.daysBefore1970).flooredDivision(by: Self.daysOfCycle)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
    }

    /// Nil where the calendar has no such day.
    package init?(year: Int64, month: Int64, day: Int64) {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        self.year = year
        self.month = month
        self.day = day
        // Counted in days, the thirtieth of February is in March.
        guard CalendarDay(daysSince1970: daysSince1970) == self else { return nil }
    }

    /// Negative before 1970.
    package var daysSince1970: Int64 {
        let (cycle, yearOfCycle) = (month <= 2 ? year - 1 : year).flooredDivision(by: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return cycle * Self.daysOfCycle + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear
            - Self.daysBefore1970
    }
}

extension Int64 {
    /// Quotient towards minus infinity, and a remainder that is not negative.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
