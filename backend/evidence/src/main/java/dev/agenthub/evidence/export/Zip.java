package dev.agenthub.evidence.export;

/** The numbers of the ZIP format (PKWARE APPNOTE 6.3) that reader and writer share. */
final class Zip {

    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int END_SIGNATURE = 0x06054b50;
    static final int END64_SIGNATURE = 0x06064b50;
    static final int LOCATOR64_SIGNATURE = 0x07064b50;

    static final int LOCAL_LENGTH = 30;
    static final int CENTRAL_LENGTH = 46;
    static final int END_LENGTH = 22;
    static final int END64_LENGTH = 56;
    static final int LOCATOR64_LENGTH = 20;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** A file's kind as Unix has it, in the upper half of the external attributes; none at all is as good as a regular one. */
    static final long UNIX_KIND = 0xF000_0000L;
    static final long UNIX_REGULAR = 0x8000_0000L;
    /** The external attributes of what is a directory or a disk's label to DOS. */
    static final long DOS_NO_FILE = 0x18;

    static final int VERSION = 20;
    static final int VERSION64 = 45;
    static final int EXTRA64 = 1;
    static final long MAX32 = 0xFFFFFFFFL;
    static final int MAX16 = 0xFFFF;

    private Zip() {}
}
