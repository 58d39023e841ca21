// The classifiers of the Python library trove-classifiers 2026.9.21.13 (Apache-2.0), which PyPI goes by.
// Printed by Tools/packaging-data/generate.

extension TroveClassifiers {
    /// Each with the count of parts it shares with the one before; a hyphen marks withdrawn ones.
    static let text = """
        0Development Status :: 1 - Planning|12 - Pre-Alpha|13 - Alpha|14 - Beta|15 - Production/Stable|16 - Mature|\
        17 - Inactive|0Environment :: Console|2Curses|2Framebuffer|2Newt|2svgalib|1Cygwin (MS Windows)|1GPU|\
        2NVIDIA CUDA|31.0|31.1|310.0|310.1|310.2|311|311.0|311.1|311.2|311.3|311.4|311.5|311.6|311.7|311.8|312|\
        412.0|412.1|412.2|412.3|412.4|412.5|412.6|313|32.0|32.1|32.2|32.3|33.0|33.1|33.2|34.0|34.1|34.2|35.0|35.5|\
        36.0|36.5|37.0|37.5|38.0|39.0|39.1|39.2|1Handhelds/PDA's|1MacOS X|2Aqua|2Carbon|2Cocoa|\
        1No Input/Output (Daemon)|1OpenStack|1Other Environment|1Plugins|1Web Environment|2Buffet|2Mozilla|\
        2ToscaWidgets|1WebAssembly|2Emscripten|2WASI|1Win32 (MS Windows)|1X11 Applications|2GTK|2Gnome|2KDE|2Qt|\
        0Framework :: AWS CDK|21|22|1AiiDA|1Ansible|1AnyIO|1Apache Airflow|2Provider|1AsyncIO|1BEAT|1BFG|1Bob|\
        1Bottle|1Buildout|2Extension|2Recipe|1CastleCMS|2Theme|1Celery|1Chandler|1CherryPy|1CubicWeb|1Dash|\
        1Datasette|1Django|21|21.10|21.11|21.4|21.5|21.6|21.7|21.8|21.9|22|22.0|22.1|22.2|23|23.0|23.1|23.2|24|24.0|\
        24.1|24.2|25|25.0|25.1|25.2|26|26.0|26.1|1Django CMS|23.10|23.11|23.4|23.5|23.6|23.7|23.8|23.9|24.0|24.1|\
        -24.2|25.0|25.1|1FastAPI|1Flake8|1Flask|1Hatch|1Hypothesis|1IDLE|1IPython|1InvenTree|1Jupyter|2JupyterLab|\
        31|32|33|34|3Extensions|4Mime Renderers|4Prebuilt|4Themes|1Kedro|1Lektor|1Litestar|21|22|23|1Masonite|\
        1Matplotlib|1MkDocs|1Nengo|1Odoo|210.0|211.0|212.0|213.0|214.0|215.0|216.0|217.0|218.0|219.0|220.0|28.0|\
        29.0|1OpenTelemetry|2Distros|2Exporters|2Instrumentations|1Opps|1Paste|1Pelican|2Plugins|2Themes|1Plone|\
        23.2|23.3|24.0|24.1|24.2|24.3|25.0|25.1|25.2|25.3|26.0|26.1|26.2|26.3|2Addon|2Core|2Distribution|2Theme|\
        1PySimpleGUI|24|25|1Pycsou|1Pydantic|21|22|1Pylons|1Pyodide|1Pyramid|1Pytest|1Review Board|1Robot Framework|\
        2Library|2Tool|1Scrapy|1Setuptools Plugin|1Sphinx|2Domain|2Extension|2Theme|1Trac|1Trio|1Tryton|1TurboGears|\
        2Applications|2Widgets|1Twisted|1Wagtail|21|22|23|24|25|26|27|28|1ZODB|1Zope|22|23|24|25|26|1Zope2|1Zope3|\
        1aiohttp|1cocotb|1napari|1tox|0Intended Audience :: Customer Service|1Developers|1Education|\
        1End Users/Desktop|1Financial and Insurance Industry|1Healthcare Industry|1Information Technology|\
        1Legal Industry|1Manufacturing|1Other Audience|1Religion|1Science/Research|1System Administrators|\
        1Telecommunications Industry|0License :: Aladdin Free Public License (AFPL)|\
        1CC0 1.0 Universal (CC0 1.0) Public Domain Dedication|1CeCILL-B Free Software License Agreement (CECILL-B)|\
        1CeCILL-C Free Software License Agreement (CECILL-C)|1DFSG approved|1Eiffel Forum License (EFL)|\
        1Free For Educational Use|1Free For Home Use|1Free To Use But Restricted|1Free for non-commercial use|\
        1Freely Distributable|1Freeware|1GUST Font License 1.0|1GUST Font License 2006-09-30|\
        1Netscape Public License (NPL)|1Nokia Open Source License (NOKOS)|1OSI Approved|\
        2Academic Free License (AFL)|2Apache Software License|2Apple Public Source License|2Artistic License|\
        2Attribution Assurance License|2BSD License|2Blue Oak Model License (BlueOak-1.0.0)|\
        2Boost Software License 1.0 (BSL-1.0)|2CEA CNRS Inria Logiciel Libre License, version 2.1 (CeCILL-2.1)|\
        2CMU License (MIT-CMU)|2Common Development and Distribution License 1.0 (CDDL-1.0)|2Common Public License|\
        2Eclipse Public License 1.0 (EPL-1.0)|2Eclipse Public License 2.0 (EPL-2.0)|\
        2Educational Community License, Version 2.0 (ECL-2.0)|2Eiffel Forum License|\
        2European Union Public Licence 1.0 (EUPL 1.0)|2European Union Public Licence 1.1 (EUPL 1.1)|\
        2European Union Public Licence 1.2 (EUPL 1.2)|2GNU Affero General Public License v3|\
        2GNU Affero General Public License v3 or later (AGPLv3+)|2GNU Free Documentation License (FDL)|\
        2GNU General Public License (GPL)|2GNU General Public License v2 (GPLv2)|\
        2GNU General Public License v2 or later (GPLv2+)|2GNU General Public License v3 (GPLv3)|\
        2GNU General Public License v3 or later (GPLv3+)|2GNU Lesser General Public License v2 (LGPLv2)|\
        2GNU Lesser General Public License v2 or later (LGPLv2+)|2GNU Lesser General Public License v3 (LGPLv3)|\
        2GNU Lesser General Public License v3 or later (LGPLv3+)|\
        2GNU Library or Lesser General Public License (LGPL)|2Historical Permission Notice and Disclaimer (HPND)|\
        2IBM Public License|2ISC License (ISCL)|-2Intel Open Source License|-2Jabber Open Source License|\
        2MIT License|2MIT No Attribution License (MIT-0)|-2MITRE Collaborative Virtual Workspace License (CVW)|\
        2MirOS License (MirOS)|2Motosoto License|2Mozilla Public License 1.0 (MPL)|\
        2Mozilla Public License 1.1 (MPL 1.1)|2Mozilla Public License 2.0 (MPL 2.0)|\
        2Mulan Permissive Software License v2 (MulanPSL-2.0)|2NASA Open Source Agreement v1.3 (NASA-1.3)|\
        2Nethack General Public License|2Nokia Open Source License|2Open Group Test Suite License|\
        2Open Software License 3.0 (OSL-3.0)|2PostgreSQL License|2Python License (CNRI Python License)|\
        2Python Software Foundation License|2Qt Public License (QPL)|2Ricoh Source Code Public License|\
        2SIL Open Font License 1.1 (OFL-1.1)|2Sleepycat License|-2Sun Industry Standards Source License (SISSL)|\
        2Sun Public License|2The Unlicense (Unlicense)|2Universal Permissive License (UPL)|\
        2University of Illinois/NCSA Open Source License|2Vovida Software License 1.0|2W3C License|-2X.Net License|\
        2Zero-Clause BSD (0BSD)|2Zope Public License|2zlib/libpng License|1Other/Proprietary License|1Public Domain|\
        1Repoze Public License|0Natural Language :: Afrikaans|1Arabic|1Armenian|1Basque|1Bengali|1Bosnian|\
        1Bulgarian|1Cantonese|1Catalan|1Catalan (Valencian)|1Chinese (Simplified)|1Chinese (Traditional)|1Croatian|\
        1Czech|1Danish|1Dutch|1English|1Esperanto|1Estonian|1Finnish|1French|1Galician|1Georgian|1German|1Greek|\
        1Hebrew|1Hindi|1Hungarian|1Icelandic|1Indonesian|1Irish|1Italian|1Japanese|1Javanese|1Korean|1Latin|\
        1Latvian|1Lithuanian|1Macedonian|1Malay|1Marathi|1Nepali|1Norwegian|1Panjabi|1Persian|1Polish|1Portuguese|\
        1Portuguese (Brazilian)|1Romanian|1Russian|1Serbian|1Slovak|1Slovenian|1Spanish|1Swedish|1Tamil|1Telugu|\
        1Thai|1Tibetan|1Turkish|1Ukrainian|-1Ukranian|1Urdu|1Vietnamese|1Yiddish|0Operating System :: Android|1BeOS|\
        1MacOS|2MacOS 9|2MacOS X|1Microsoft|2MS-DOS|2Windows|3Windows 10|3Windows 11|3Windows 3.1 or Earlier|\
        3Windows 7|3Windows 8|3Windows 8.1|3Windows 95/98/2000|3Windows CE|3Windows NT/2000|3Windows Server 2003|\
        3Windows Server 2008|3Windows Vista|3Windows XP|1OS Independent|1OS/2|1Other OS|1PDA Systems|1POSIX|2AIX|\
        2BSD|3BSD/OS|3FreeBSD|3NetBSD|3OpenBSD|2GNU Hurd|2HP-UX|2IRIX|2Linux|2Other|2SCO|2SunOS/Solaris|1PalmOS|\
        1RISC OS|1Unix|1iOS|0Programming Language :: APL|1ASP|1Ada|1Assembly|1Awk|1Basic|1C|1C#|1C++|1Cold Fusion|\
        1Cython|1D|1Delphi/Kylix|1Dylan|1Eiffel|1Emacs-Lisp|1Erlang|1Euler|1Euphoria|1F#|1Forth|1Fortran|1Go|\
        1Haskell|1Hy|1Java|1JavaScript|1Kotlin|1Lisp|1Logo|1Lua|1ML|1Modula|1OCaml|1Object Pascal|1Objective C|\
        1Other|1Other Scripting Engines|1PHP|1PL/SQL|1PROGRESS|1Pascal|1Perl|1Pike|1Pliant|1Prolog|1Python|22|3Only|\
        22.3|22.4|22.5|22.6|22.7|23|3Only|23.0|23.1|23.10|23.11|23.12|23.13|23.14|23.15|23.16|23.2|23.3|23.4|23.5|\
        23.6|23.7|23.8|23.9|2Free Threading|31 - Unstable|32 - Beta|33 - Stable|34 - Resilient|2Implementation|\
        3CPython|3GraalPy|3IronPython|3Jython|3MicroPython|3PyPy|3Stackless|1R|1REBOL|1Rexx|1Ruby|1Rust|1SQL|\
        1Scheme|1Simula|1Smalltalk|1Tcl|1Unix Shell|1Visual Basic|1XBasic|1YACC|1Zig|1Zope|\
        0Topic :: Adaptive Technologies|1Artistic Software|1Communications|2BBS|2Chat|-3AOL Instant Messenger|3ICQ|\
        3Internet Relay Chat|3Unix Talk|2Conferencing|2Email|3Address Book|3Email Clients (MUA)|3Filters|\
        3Mail Transport Agents|3Mailing List Servers|3Post-Office|4IMAP|4POP3|2FIDO|2Fax|2File Sharing|3Gnutella|\
        3Napster|2Ham Radio|2Internet Phone|2Telephony|2Usenet News|1Database|2Database Engines/Servers|2Front-Ends|\
        1Desktop Environment|2File Managers|2GNUstep|2Gnome|2K Desktop Environment (KDE)|3Themes|2PicoGUI|\
        3Applications|3Themes|2Screen Savers|2Window Managers|3Afterstep|4Themes|3Applets|3Blackbox|4Themes|3CTWM|\
        4Themes|3Enlightenment|4Epplets|4Themes DR15|4Themes DR16|4Themes DR17|3FVWM|4Themes|3Fluxbox|4Themes|\
        3IceWM|4Themes|3MetaCity|4Themes|3Oroborus|4Themes|3Sawfish|4Themes 0.30|4Themes pre-0.30|3Waimea|4Themes|\
        3Window Maker|4Applets|4Themes|3XFCE|4Themes|1Documentation|2Sphinx|1Education|\
        2Computer Aided Instruction (CAI)|2Testing|1File Formats|2JSON|3JSON Schema|1Games/Entertainment|2Arcade|\
        2Board Games|2First Person Shooters|2Fortune Cookies|2Multi-User Dungeons (MUD)|2Puzzle Games|\
        2Real Time Strategy|2Role-Playing|2Side-Scrolling/Arcade Games|2Simulation|2Turn Based Strategy|\
        1Home Automation|1Internet|2File Transfer Protocol (FTP)|2Finger|2Log Analysis|2Name Service (DNS)|\
        2Proxy Servers|2WAP|2WWW/HTTP|3Browsers|3Dynamic Content|4CGI Tools/Libraries|4Content Management System|\
        4Message Boards|4News/Diary|4Page Counters|4Wiki|3HTTP Servers|3Indexing/Search|3Session|3Site Management|\
        4Link Checking|3WSGI|4Application|4Middleware|4Server|2XMPP|2Z39.50|1Multimedia|2Graphics|33D Modeling|\
        33D Rendering|3Capture|4Digital Camera|4Scanners|4Screen Capture|3Editors|4Raster-Based|4Vector-Based|\
        3Graphics Conversion|3Presentation|3Viewers|2Sound/Audio|3Analysis|3CD Audio|4CD Playing|4CD Ripping|\
        4CD Writing|3Capture/Recording|3Conversion|3Editors|3MIDI|3Mixers|3Players|4MP3|3Sound Synthesis|3Speech|\
        2Video|3Capture|3Conversion|3Display|3Non-Linear Editor|1Office/Business|2Financial|3Accounting|3Investment|\
        3Point-Of-Sale|3Spreadsheet|2Groupware|2News/Diary|2Office Suites|2Scheduling|1Other/Nonlisted Topic|\
        1Printing|1Religion|1Scientific/Engineering|2Artificial Intelligence|2Artificial Life|2Astronomy|\
        2Atmospheric Science|2Bio-Informatics|2Chemistry|2Electronic Design Automation (EDA)|2GIS|\
        2Human Machine Interfaces|2Hydrology|2Image Processing|2Image Recognition|2Information Analysis|\
        2Instrument Drivers|3IVI Conformant|2Interface Engine/Protocol Translator|2Mathematics|\
        2Medical Science Apps.|2Oceanography|2Physics|2Quantum Computing|2Visualization|1Security|2Cryptography|\
        1Sociology|2Genealogy|2History|1Software Development|2Assemblers|2Bug Tracking|2Build Tools|\
        2Code Generators|2Compilers|2Debuggers|2Disassemblers|2Documentation|2Embedded Systems|\
        3Controller Area Network (CAN)|4CANopen|4J1939|2Internationalization|2Interpreters|2Libraries|\
        3Application Frameworks|3Java Libraries|3PHP Classes|3Perl Modules|3Pike Modules|3Python Modules|\
        3Ruby Modules|3Tcl Extensions|3pygame|2Localization|2Object Brokering|3CORBA|2Pre-processors|\
        2Quality Assurance|2Testing|3Acceptance|3BDD|3Mocking|3Traffic Generation|3Unit|2User Interfaces|\
        2Version Control|3Bazaar|3CVS|3Git|3Mercurial|3RCS|3SCCS|2Widget Sets|1System|2Archiving|3Backup|\
        3Compression|3Mirroring|3Packaging|2Benchmark|2Boot|3Init|2Clustering|2Console Fonts|2Distributed Computing|\
        2Emulators|2Filesystems|2Hardware|3Hardware Drivers|3Mainframes|3Symmetric Multi-processing|\
        3Universal Serial Bus (USB)|4Audio|4Audio/Video (AV)|4Communications Device Class (CDC)|4Diagnostic Device|\
        4Hub|4Human Interface Device (HID)|4Mass Storage|4Miscellaneous|4Printer|4Smart Card|4Vendor|4Video (UVC)|\
        4Wireless Controller|2Installation/Setup|2Logging|2Monitoring|2Networking|3Firewalls|3Monitoring|\
        4Hardware Watchdog|3Time Synchronization|2Operating System|2Operating System Kernels|3BSD|3GNU Hurd|3Linux|\
        2Power (UPS)|2Recovery Tools|2Shells|2Software Distribution|2System Shells|2Systems Administration|\
        3Authentication/Directory|4LDAP|4NIS|1Terminals|2Serial|2Telnet|2Terminal Emulators/X Terminals|\
        1Text Editors|2Documentation|2Emacs|2Integrated Development Environments (IDE)|2Text Processing|\
        2Word Processors|1Text Processing|2Filters|2Fonts|2General|2Indexing|2Linguistic|2Markup|3HTML|3LaTeX|\
        3Markdown|3SGML|3VRML|3XML|3reStructuredText|1Utilities|0Typing :: Stubs Only|1Typed|
        """
}
