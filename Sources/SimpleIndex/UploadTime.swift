/// A moment in the form of PEP 700, `YYYY-MM-DDThh:mm:ss.ffffffZ`, in UTC.
struct UploadTime {
    private let year: Int64
    private let month: Int64
    private let day: Int64
    private let millisecondOfDay: Int64

    /// Nil outside the years 1 to 9999, which the form cannot say.
    /// - Parameter milliseconds: since 1970.
    init?(_ milliseconds: Int64) {
        guard milliseconds >= -62_135_596_800_000, milliseconds < 253_402_300_800_000 else { return nil }
        let (days, rest) = milliseconds.flooredDivision(by: 86_400_000)
        // Years begin in March here, so that the leap day is a year's last; 400 of them have 146,097 days.
        let (cycle, dayOfCycle) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfCycle =
            (dayOfCycle - dayOfCycle / 1460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        millisecondOfDay = rest
    }

    func append(to page: inout PageBytes) {
        let second = millisecondOfDay / 1000
        page.digits(year, count: 4)
        page.literal("-")
        page.digits(month, count: 2)
        page.literal("-")
        page.digits(day, count: 2)
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

extension Int64 {
    /// Quotient towards minus infinity, and a remainder that is not negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
