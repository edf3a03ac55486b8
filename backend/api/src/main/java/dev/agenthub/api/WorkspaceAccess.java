package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which workspaces' requests a member sees and decides from now on.
 *
 * @param workspaces all of them; null for every workspace, also those to come
 */
public record WorkspaceAccess(@Nullable List<UUID> workspaces) {

    public WorkspaceAccess {
        workspaces = workspaces == null
                ? null
                : Check.list("workspaces", workspaces).stream().distinct().sorted().toList();
    }
}
