package dev.agenthub.api;

/**
 * A new approval group.
 *
 * @param name lower-case letters, digits and dashes, at most 63, of which the first is a letter; unique in the organization
 */
public record NewGroup(String name) {

    public NewGroup {
        name = Check.groupName("name", name);
    }
}
