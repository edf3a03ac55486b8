package dev.agenthub.api;

/** A name for something new, or another one for something that is there. */
public record Named(String name) {

    public Named {
        name = Check.text("name", name, 200).strip();
    }
}
