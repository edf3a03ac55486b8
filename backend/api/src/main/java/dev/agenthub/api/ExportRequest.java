package dev.agenthub.api;

/** Asks for an export of the audit log; {@code payloads} says whether the approved payloads go with it. */
public record ExportRequest(boolean payloads) {

    public static final String MEDIA_TYPE = "application/vnd.agenthub.export+zip";
}
