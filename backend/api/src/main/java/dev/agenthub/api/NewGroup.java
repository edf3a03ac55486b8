package dev.agenthub.api;

/**
 * An approval group that is not there yet.
 *
 * @param name lower-case letters, digits and dashes, at most 63, of which the first is a letter; one of its own in the organization
 */
public record NewGroup(String name) {

    public NewGroup {
        name = Check.groupName("name", name);
    }
}
