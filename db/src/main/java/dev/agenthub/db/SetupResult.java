package dev.agenthub.db;

import java.util.List;

/**
 * What a setup applied; both lists are empty if the database was up to date.
 *
 * @param scripts    file names of the administrator's scripts
 * @param migrations descriptions, such as {@code signing in}
 */
public record SetupResult(List<String> scripts, List<String> migrations) {

    public SetupResult {
        scripts = List.copyOf(scripts);
        migrations = List.copyOf(migrations);
    }
}
