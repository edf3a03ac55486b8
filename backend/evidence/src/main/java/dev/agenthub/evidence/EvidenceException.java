package dev.agenthub.evidence;

/** The rejection of evidence, with a stable code and, for byte input, the offset of the first wrong byte. */
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

    /** The offset of the first wrong byte, or -1 if there is none. */
    public long offset() {
        return offset;
    }
}
