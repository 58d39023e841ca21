/// The small distributions that lie in `Fixtures/distributions`, the first thing a new operator ingests.
///
/// The files there are what these builders give; a test compares them and writes them again when asked.
package enum FixtureDistributions {
    package static var all: [BuiltDistribution] {
        [greetingWheel, greetingSdist, orbitWheel, orbitSdist, legacyWheel, legacySdist]
    }

    /// A wheel with a description, a licence and an entry point.
    private static var greetingWheel: BuiltDistribution {
        WheelBuilder("fixture-greeting", version: "1.0.0")
            .metadataVersion("2.4")
            .header("Summary", "Says hello")
            .header("Requires-Python", ">=3.8")
            .header("License-Expression", "Apache-2.0")
            .header("License-File", "LICENSE")
            .header("Description-Content-Type", "text/markdown")
            .description("# fixture-greeting\n\nSays hello, and nothing else.")
            .file("fixture_greeting/__init__.py", greetingModule)
            .file("fixture_greeting/py.typed", "")
            .infoFile("licenses/LICENSE", licence)
            .infoFile("entry_points.txt", "[console_scripts]\nfixture-greeting = fixture_greeting:main\n")
            .build()
    }

    private static var greetingSdist: BuiltDistribution {
        SdistBuilder("fixture-greeting", version: "1.0.0")
            .metadataVersion("2.4")
            .header("Summary", "Says hello")
            .header("Requires-Python", ">=3.8")
            .header("License-Expression", "Apache-2.0")
            .header("License-File", "LICENSE")
            .header("Description-Content-Type", "text/markdown")
            .description("# fixture-greeting\n\nSays hello, and nothing else.")
            .file("src/fixture_greeting/__init__.py", greetingModule)
            .file("src/fixture_greeting/py.typed", "")
            .file("LICENSE", licence)
            .build()
    }

    /// A wheel with dependencies: plain, for some machines, and for an extra.
    private static var orbitWheel: BuiltDistribution {
        WheelBuilder("fixture-orbit", version: "2.1.0rc1")
            .header("Summary", "Knows how long a year is")
            .header("Author", "The regadmin project")
            .header("Keywords", "fixture,astronomy")
            .header("Provides-Extra", "fast")
            .requires(
                "fixture-greeting>=1.0", #"tomli>=2; python_version < "3.11""#, #"numpy>=1.20; extra == "fast""#
            )
            .file("fixture_orbit/__init__.py", orbitModule)
            .file("fixture_orbit/data/planets.csv", planets)
            .build()
    }

    private static var orbitSdist: BuiltDistribution {
        SdistBuilder("fixture-orbit", version: "2.1.0rc1")
            .header("Summary", "Knows how long a year is")
            .header("Author", "The regadmin project")
            .header("Provides-Extra", "fast")
            .requires(
                "fixture-greeting>=1.0", #"tomli>=2; python_version < "3.11""#, #"numpy>=1.20; extra == "fast""#
            )
            .file("src/fixture_orbit/__init__.py", orbitModule)
            .file("src/fixture_orbit/data/planets.csv", planets)
            .build()
    }

    /// A wheel with the upper case and the dot that old tools left in filenames, written with data descriptors.
    private static var legacyWheel: BuiltDistribution {
        WheelBuilder("Fixture.Legacy", version: "0.9")
            .metadataVersion("2.0")
            .spelled("Fixture.Legacy")
            .tag("py2.py3-none-any")
            .header("Summary", "As old tools named it")
            .file("fixture_legacy.py", "YEAR = 2012\n")
            .archive { zip in
                for index in zip.entries.indices { zip.entries[index].hasDescriptor = true }
            }
            .build()
    }

    /// An sdist named as setuptools did before it followed PEP 625.
    private static var legacySdist: BuiltDistribution {
        SdistBuilder("Fixture.Legacy", version: "0.9")
            .metadataVersion("1.1")
            .spelled("Fixture-Legacy")
            .format(.zip)
            .header("Summary", "As old tools named it")
            .file("src/fixture_legacy.py", "YEAR = 2012\n")
            .build()
    }

    private static let greetingModule = """
        \"\"\"Says hello.\"\"\"

        __version__ = "1.0.0"


        def greet(name: str = "world") -> str:
            return f"Hello, {name}!"


        def main() -> None:
            print(greet())

        """

    private static let orbitModule = """
        \"\"\"Knows how long a year is.\"\"\"

        __version__ = "2.1.0rc1"

        DAYS = {"mercury": 87.97, "venus": 224.7, "earth": 365.26, "mars": 686.98}


        def days_in_year(planet: str) -> float:
            return DAYS[planet.lower()]

        """

    private static let planets = "name,days\nmercury,87.97\nvenus,224.70\nearth,365.26\nmars,686.98\n"

    private static let licence =
        "Licensed under the Apache License, Version 2.0. See https://www.apache.org/licenses/.\n"
}
