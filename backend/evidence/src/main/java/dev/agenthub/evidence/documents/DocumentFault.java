package dev.agenthub.evidence.documents;

/** Something in a document can't be understood. */
public final class DocumentFault extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;

    public DocumentFault(String pointer, String message) {
        super(message);
        this.pointer = pointer;
    }

    /** Where, as a JSON Pointer (RFC 6901) into the document; empty for the document itself. */
    public String pointer() {
        return pointer;
    }

    /** What is wrong, as one sentence that repeats nothing of the document. */
    public String fault() {
        return String.valueOf(getMessage());
    }
}
