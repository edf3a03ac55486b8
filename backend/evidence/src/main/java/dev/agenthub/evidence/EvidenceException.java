package dev.agenthub.evidence;

/** Evidence that was rejected, with a stable code and, where the input is bytes, the offset of the first byte at fault. */
public final class EvidenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final long offset;

    public EvidenceException(String code, String message) {
        this(code, message, -1);
    }

    public EvidenceException(String code, String message, long offset) {
        super(message);
        this.code = code;
        this.offset = offset;
    }

    /** One of {@link Codes}. */
    public String code() {
        return code;
    }

    /** The offset of the first byte at fault, or -1 where there is none. */
    public long offset() {
        return offset;
    }
}
