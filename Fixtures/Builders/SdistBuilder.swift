/// Builds source distributions that install without any build tool: they bring a small build backend of their own.
package struct SdistBuilder: Sendable {
    /// The archive's kind, by its extension.
    package enum Format: String, Sendable {
        case tarGz = ".tar.gz"
        case tgz = ".tgz"
        case tar = ".tar"
        case zip = ".zip"
    }

    private var metadata: MetadataText
    private var escaped: String
    private var version: String
    private var format = Format.tarGz
    private var root: String
    private var files: [(path: String, bytes: [UInt8])] = []
    private var pkgInfo: [UInt8]?
    private var hasPkgInfo = true
    private var editTar: @Sendable (inout TarBuilder) -> Void = { _ in }
    private var editZip: @Sendable (inout ZipBuilder) -> Void = { _ in }

    /// A `.tar.gz` named as PEP 625 wants it.
    package init(_ name: String, version: String) {
        metadata = MetadataText(name, version)
        escaped = escapedName(name)
        self.version = version
        root = "\(escaped)-\(version)"
    }

    /// `{name}-{version}{extension}`
    package var filename: String { "\(escaped)-\(version)\(format.rawValue)" }

    /// The whole file.
    package var bytes: [UInt8] {
        switch format {
        case .tarGz, .tgz: tar.gzipped()
        case .tar: tar.bytes
        case .zip: zip.bytes
        }
    }

    package func build() -> BuiltDistribution { BuiltDistribution(filename: filename, bytes: bytes) }

    /// Puts another name or version into PKG-INFO than into the filename.
    package func metadata(name: String? = nil, version: String? = nil) -> SdistBuilder {
        changed {
            $0.metadata.name = name ?? $0.metadata.name
            $0.metadata.version = version ?? $0.metadata.version
        }
    }

    /// Spells filename and top folder otherwise than new files do (`Foo.Bar-1.0`).
    package func spelled(_ name: String, version: String? = nil) -> SdistBuilder {
        changed {
            $0.escaped = name
            $0.version = version ?? $0.version
            $0.root = "\(name)-\($0.version)"
        }
    }

    package func metadataVersion(_ version: String) -> SdistBuilder {
        changed { $0.metadata.metadataVersion = version }
    }

    /// One more header of PKG-INFO.
    package func header(_ name: String, _ value: String) -> SdistBuilder {
        changed { $0.metadata.headers.append((name, value)) }
    }

    /// A `Requires-Dist` for each of `requirements` (PEP 508).
    package func requires(_ requirements: String...) -> SdistBuilder {
        changed { sdist in sdist.metadata.headers += requirements.map { ("Requires-Dist", $0) } }
    }

    /// The body of PKG-INFO.
    package func description(_ text: String) -> SdistBuilder { changed { $0.metadata.description = text } }

    package func format(_ format: Format) -> SdistBuilder { changed { $0.format = format } }

    /// Names the top folder otherwise than the filename demands.
    package func root(_ folder: String) -> SdistBuilder { changed { $0.root = folder } }

    /// One more file; `path` is below the top folder. A package of one module is made where there is none.
    package func file(_ path: String, _ bytes: [UInt8]) -> SdistBuilder { changed { $0.files.append((path, bytes)) } }

    package func file(_ path: String, _ text: String) -> SdistBuilder { file(path, Array(text.utf8)) }

    package func replacingPkgInfo(_ text: String) -> SdistBuilder { changed { $0.pkgInfo = Array(text.utf8) } }

    package func withoutPkgInfo() -> SdistBuilder { changed { $0.hasPkgInfo = false } }

    /// Lets `edit` change the tar archive before it is written.
    package func tar(_ edit: @escaping @Sendable (inout TarBuilder) -> Void) -> SdistBuilder {
        changed { $0.editTar = edit }
    }

    /// Lets `edit` change the zip archive before it is written.
    package func zip(_ edit: @escaping @Sendable (inout ZipBuilder) -> Void) -> SdistBuilder {
        changed { $0.editZip = edit }
    }

    /// The sdist as a tar archive, whatever its format.
    package var tar: TarBuilder {
        var tar = TarBuilder([.directory(root)])
        for (path, bytes) in members { tar.append(TarBuilder.Entry("\(root)/\(path)", bytes: bytes)) }
        editTar(&tar)
        return tar
    }

    /// The sdist as a zip archive, whatever its format.
    package var zip: ZipBuilder {
        var zip = ZipBuilder([.directory(root)])
        for (path, bytes) in members { zip.append(ZipBuilder.Entry("\(root)/\(path)", bytes: bytes)) }
        editZip(&zip)
        return zip
    }

    private var members: [(path: String, bytes: [UInt8])] {
        var members = files
        if members.isEmpty {
            members = [("src/\(escapedName(escaped))/__init__.py", Array("__version__ = \"\(version)\"\n".utf8))]
        }
        if hasPkgInfo { members.insert(("PKG-INFO", pkgInfo ?? metadata.bytes), at: 0) }
        members.append(("pyproject.toml", Array(Self.pyproject.utf8)))
        members.append(("build_backend.py", Array(Self.backend.utf8)))
        return members
    }

    private func changed(_ change: (inout SdistBuilder) -> Void) -> SdistBuilder {
        var copy = self
        change(&copy)
        return copy
    }

    private static let pyproject = """
        [build-system]
        requires = []
        build-backend = "build_backend"
        backend-path = ["."]

        """

    /// A build backend (PEP 517) that zips `src` and turns PKG-INFO into METADATA.
    private static let backend = """
        import base64, email, hashlib, os, re, zipfile


        def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
            with open("PKG-INFO", "rb") as file:
                metadata = file.read()
            headers = email.message_from_bytes(metadata)
            stem = re.sub(r"[-_.]+", "_", headers["Name"]).lower() + "-" + headers["Version"]
            info = stem + ".dist-info/"
            members = {}
            for folder, _, names in sorted(os.walk("src")):
                for name in sorted(names):
                    path = os.path.join(folder, name)
                    with open(path, "rb") as file:
                        members[os.path.relpath(path, "src")] = file.read()
            members[info + "METADATA"] = metadata
            members[info + "WHEEL"] = b"Wheel-Version: 1.0\\nGenerator: build_backend\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
            record = []
            for path, content in members.items():
                digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
                record.append(f"{path},sha256={digest},{len(content)}\\n")
            record.append(info + "RECORD,,\\n")
            members[info + "RECORD"] = "".join(record).encode()
            filename = stem + "-py3-none-any.whl"
            with zipfile.ZipFile(os.path.join(wheel_directory, filename), "w") as wheel:
                for path, content in members.items():
                    wheel.writestr(path, content)
            return filename

        """
}
