// Names that languages, tools and systems keep for themselves. Knows nothing about what names are for.

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Names of devices on Windows, which no file can have, whatever its ending. */
export const windowsNames: ReadonlySet<string> = words(`
    con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`);

/** Folders of operator projects that hold no source, and folders that the workspace's index passes over. */
export const folderNames: ReadonlySet<string> = words(`
    bin wit test tests benches examples bindings target dist venv node_modules`);

/** Keywords of all editions, crates of the compiler, folders of cargo, and what the templates depend on. */
export const rustWords: ReadonlySet<string> = words(`
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen
    if impl in let loop macro match mod move mut override priv pub ref return self static struct super trait
    true try type typeof unsafe unsized use virtual where while yield
    std core alloc proc_macro build deps incremental serde serde_json wit_bindgen wasm_graph_sdk`);

/** Keywords, modules of the standard library, and what componentize-py and pytest bring: a file of such a name would hide them. */
export const pythonWords: ReadonlySet<string> = words(`
    and as assert async await break class continue def del elif else except finally for from global if import in
    is lambda nonlocal not or pass raise return try while with yield
    abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii bisect
    builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall
    concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm
    decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp
    fileinput fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip
    hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json
    keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder
    msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator optparse os
    ossaudiodev pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint
    profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib
    resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib
    sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string
    stringprep struct subprocess sunau symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios
    textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle
    turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg
    winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo
    componentize_py_runtime componentize_py_types componentize_py_async_support poll_loop wit_world conftest pytest
    map_impl filter_impl branch_impl accumulate_impl delay_impl`);

/** Names that npm refuses for packages. */
export const javascriptWords: ReadonlySet<string> = words(`
    node_modules favicon package`);
