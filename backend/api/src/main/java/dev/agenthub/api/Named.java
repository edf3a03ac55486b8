package dev.agenthub.api;

/**
 * The name of something new, or a new name of something that exists.
 *
 * @param name at most 200 characters; surrounding white space is removed
 */
public record Named(String name) {

    public Named {
        name = Check.text("name", name, 200).strip();
    }
}
