package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * Exactly what an agent will be able to do once a manifest is installed.
 *
 * @param name the agent's name, unique in the workspace
 * @param workspace the id of the workspace that it belongs to
 * @param workspaceName that workspace's name
 * @param owner the id of the member responsible for it, who may not decide its requests; nor may others who speak for it (see Who calls)
 * @param ownerName that member's name
 * @param policy the id of the policy that decides its requests
 * @param policyName that policy's name
 * @param digest of the manifest, which the installation repeats
 * @param tools everything that it can do
 * @param changes from the installed manifest; empty for a new agent
 */
public record AgentPreview(String name, UUID workspace, String workspaceName, UUID owner, String ownerName,
        UUID policy, String policyName, String digest, List<AgentTool> tools, List<ManifestChange> changes) {

    public AgentPreview {
        name = Check.text("name", name, 200);
        workspace = Check.present("workspace", workspace);
        workspaceName = Check.present("workspaceName", workspaceName);
        owner = Check.present("owner", owner);
        ownerName = Check.present("ownerName", ownerName);
        policy = Check.present("policy", policy);
        policyName = Check.present("policyName", policyName);
        digest = Check.hash("digest", digest);
        tools = Check.list("tools", tools);
        changes = Check.list("changes", changes);
    }
}
