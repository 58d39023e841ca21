public import ArgumentParser
public import ContentStore
public import RegistryCore

extension InspectionMode: ExpressibleByArgument {}
extension InspectionProfile: ExpressibleByArgument {}
extension Visibility: ExpressibleByArgument {}
extension ProjectStatus: ExpressibleByArgument {}
extension SyncMode: ExpressibleByArgument {}

/// How far an ingest looks into files.
enum InspectionDepth: String, ExpressibleByArgument, CaseIterable {
    case off, warn, require, full

    var mode: InspectionMode {
        switch self {
        case .off: .off
        case .warn: .warn
        case .require, .full: .require
        }
    }
}
