package dev.agenthub.api;

/** Whether the server can do its work; {@code status} is {@code ok}, or the word for what is missing. */
public record Health(String status) {

    public Health {
        status = Check.text("status", status, 100);
    }
}
