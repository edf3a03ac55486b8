package dev.agenthub.api;

/**
 * A name for something new, or another one for something that is there.
 *
 * @param name at most 200 characters; white space around it is dropped
 */
public record Named(String name) {

    public Named {
        name = Check.text("name", name, 200).strip();
    }
}
