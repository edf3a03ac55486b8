package dev.agenthub.api;

/**
 * So many different members of a group; a person counts once over all requirements of a request.
 *
 * @param count how many, at least 1
 * @param group of which approval group
 */
public record Requirement(int count, String group) {

    public Requirement {
        Check.atLeast("count", count, 1);
        group = Check.text("group", group, 100);
    }
}
