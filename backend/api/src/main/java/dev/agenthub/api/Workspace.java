package dev.agenthub.api;

import java.util.UUID;

/**
 * A part of an organization that agents and connectors belong to.
 *
 * @param workspace the workspace's id
 * @param name unique in the organization
 */
public record Workspace(UUID workspace, String name) {

    public Workspace {
        workspace = Check.present("workspace", workspace);
        name = Check.text("name", name, 200);
    }
}
