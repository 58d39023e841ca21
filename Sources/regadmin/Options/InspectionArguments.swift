public import ArgumentParser
public import ContentStore
public import RegistryCore

extension InspectionMode: ExpressibleByArgument {}
extension InspectionProfile: ExpressibleByArgument {}
extension Visibility: ExpressibleByArgument {}
extension ProjectStatus: ExpressibleByArgument {}
extension SyncMode: ExpressibleByArgument {}

/// How far an ingest looks into files, and what becomes of what it finds, in one word.
enum InspectionChoice: String, ExpressibleByArgument, CaseIterable {
    case off, list, warn, require, full

    var mode: InspectionMode {
        switch self {
        case .off: .off
        case .list, .warn: .warn
        case .require, .full: .require
        }
    }

    var depth: InspectionDepth {
        switch self {
        case .list: .listing
        case .off, .warn, .require: .rules
        case .full: .contents
        }
    }
}
