package dev.agenthub.app.ui.approvals.attachments;

/** The bytes of a file, found to be those that the payload names, and what a reader sees of them. Immutable. */
final class VerifiedFile {
    private final byte[] bytes;
    private final FileContent content;

    private VerifiedFile(byte[] bytes, FileContent content) {
        this.bytes = bytes;
        this.content = content;
    }

    static VerifiedFile of(byte[] verified) {
        byte[] bytes = verified.clone();
        return new VerifiedFile(bytes, FileContent.of(bytes));
    }

    /** The same, of a picture that turned out to be none. */
    VerifiedFile asBytes() {
        return new VerifiedFile(bytes, FileContent.opaque(bytes));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    FileContent content() {
        return content;
    }
}
