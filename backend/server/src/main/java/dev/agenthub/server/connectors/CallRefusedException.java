package dev.agenthub.server.connectors;

/** Says that a call was stopped here, before anything was sent. */
public final class CallRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;

    public CallRefusedException(String code, String detail) {
        super(detail);
        this.code = code;
        this.detail = detail;
    }

    /** A stable code. */
    public String code() {
        return code;
    }

    /** One sentence for a person. */
    public String detail() {
        return detail;
    }
}
