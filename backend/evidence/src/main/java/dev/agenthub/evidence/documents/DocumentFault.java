package dev.agenthub.evidence.documents;

/** An error in a policy document. */
public final class DocumentFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    public DocumentFault(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** The position, as a JSON Pointer (RFC 6901) into the document; empty for the document itself. */
    public String pointer() {
        return pointer;
    }

    /** One sentence that names the error and quotes nothing of the document. */
    public String fault() {
        return String.valueOf(getMessage());
    }
}
