package dev.agenthub.evidence;

/** Evidence that was rejected, with a stable code and, where the input is bytes, the offset of the first byte at fault. */
public final class EvidenceException extends RuntimeException implements Coded {

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
    @Override
    public String code() {
        return code;
    }

    @Override
    public String sentence() {
        return String.valueOf(getMessage());
    }

    /** The offset of the first byte at fault, or -1 where there is none. */
    public long offset() {
        return offset;
    }
}
