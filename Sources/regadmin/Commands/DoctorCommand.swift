internal import Archives
internal import ArgumentParser
internal import ContentStore
internal import Digests
internal import SystemPackage

struct DoctorCommand: StoreCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Say what the store and this machine are like, and what is wrong with them.",
        discussion: """
            Reads no blob and changes nothing; the probes make and remove a file of their own. See 'regadmin verify' \
            for the contents.

            \(ExitStatus.help)
            """)

    @OptionGroup var global: GlobalOptions

    func execute(_ console: Console) throws -> ExitStatus {
        let path = try location().path
        var problems: [String] = []
        var diagnosis: StoreDiagnosis?
        do throws(StoreError) {
            let found = try StoreDiagnosis(of: path)
            if case .failure(let error) = found.format { problems.append("\(error)") }
            if let failure = found.probeFailure { problems.append("\(failure)") }
            diagnosis = found
        } catch {
            problems.append("\(error)")
        }
        var statistics: StoreStatistics?
        if diagnosis != nil {
            do throws(StoreError) {
                var options = StoreOptions()
                options.isReadOnly = true
                let store = try Store.open(at: path, options: options)
                defer { store.close() }
                statistics = try store.statistics()
            } catch {
                problems.append("the store cannot be opened: \(error)")
            }
        }
        var confinement: Confinement?
        do throws(ArchiveError) {
            confinement = try ArchiveWorkerPool(workers: 1).confinement()
        } catch {
            problems.append("\(error)")
        }
        console.report(
            DoctorEvent(
                path: path.string, diagnosis: diagnosis, statistics: statistics, confinement: confinement,
                problems: problems))
        for problem in problems { console.complain(Complaint(subject: path.string, message: problem)) }
        return problems.isEmpty ? .clean : .unusable
    }
}
