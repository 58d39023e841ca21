/// A moment in the form of PEP 700, `YYYY-MM-DDThh:mm:ss.ffffffZ`, in UTC.
struct UploadTime {
    private let day: CalendarDay
    private let millisecondOfDay: Int64

    /// Nil outside the years 1 to 9999, which the form cannot say.
    /// - Parameter milliseconds: since 1970.
    init?(_ milliseconds: Int64) {
        guard milliseconds >= -62_135_596_800_000, milliseconds < 253_402_300_800_000 else { return nil }
        let (days, rest) = milliseconds.flooredDivision(by: 86_400_000)
        day = CalendarDay(daysSince1970: days)
        millisecondOfDay = rest
    }

    func append(to page: inout PageBytes) {
        let second = millisecondOfDay / 1000
        page.digits(day.year, count: 4)
        page.literal("-")
        page.digits(day.month, count: 2)
        page.literal("-")
        page.digits(day.day, count: 2)
        page.literal("T")
        page.digits(second / 3600, count: 2)
        page.literal(":")
        page.digits(second / 60 % 60, count: 2)
        page.literal(":")
        page.digits(second % 60, count: 2)
        page.literal(".")
        page.digits(millisecondOfDay % 1000, count: 3)
        page.literal("000Z")
    }
}
