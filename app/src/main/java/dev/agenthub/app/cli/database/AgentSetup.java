package dev.agenthub.app.cli.database;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Sets up the first agent: installs its manifest, and writes its key into a file that only this person can read. */
final class AgentSetup {
    private static final Set<String> WRONG_MANIFEST = Set.of(GivenFile.UNREADABLE, ManifestFile.INVALID);

    @Option(names = "--manifest", paramLabel = "FILE", description = "What the first agent can do; agent.json by default. Where it is missing, an example is written there.")
    private @Nullable String manifest;

    @Option(names = "--agent-key", paramLabel = "FILE", description = "Where the agent's key goes; agent.key beside the manifest by default. It is never written over.")
    private @Nullable String key;

    /**
     * An installed agent.
     *
     * @param key the file with its key
     */
    record Installed(ManifestFile manifest, Path key) {}

    private @Nullable Path file;

    /** The manifest to install; empty where its file does not exist yet. */
    Optional<ManifestFile> manifest(SetupAnswers answers) {
        return answers.again(WRONG_MANIFEST, manifest == null, () -> {
            Path path = Path.of(answers.of(manifest, "Manifest of the first agent", "agent.json")).toAbsolutePath()
                    .normalize();
            file = path;
            return Files.exists(path) ? Optional.of(ManifestFile.of(path, answers.json(path))) : Optional.empty();
        });
    }

    Installed install(Session session, SetupAnswers answers, Optional<ManifestFile> read, SetupNames names) {
        Path path = Objects.requireNonNull(file);
        ManifestFile used = read.orElseGet(() -> {
            answers.say("An example of a manifest is written to " + path + ": fit its tool to your service.");
            return ManifestFile.example(path, names);
        });
        Path keyFile = Path.of(answers.of(key, "File for the agent’s key", path.resolveSibling("agent.key").toString()))
                .toAbsolutePath().normalize();
        keyInto(keyFile, session.client().administration(), answers, used);
        return new Installed(used, keyFile);
    }

    private static void keyInto(Path file, AdminClient admin, SetupAnswers answers, ManifestFile manifest) {
        Optional<AgentDetail> there = admin.agents().stream()
                .filter(agent -> agent.installed().name().equals(manifest.name()) && isIn(agent, manifest.workspace()))
                .findFirst();
        AgentPreview preview = admin.preview(manifest.bytes(), there.map(AgentDetail::agent).orElse(null));
        if (there.isPresent() && !there.get().installed().digest().equals(preview.digest())) {
            throw CommandFailure.notDone("AGENT_DIFFERS", "Agent " + preview.name()
                    + " is installed with another manifest: agenthub agents update " + there.get().agent()
                    + " gives it this one.");
        }
        if (there.isPresent() && Files.exists(file)) {
            answers.say("Agent " + preview.name() + " is installed already, with a key in " + file + ".");
            return;
        }
        usable(file);
        NewAgentKey made = key(admin, there.isPresent()
                ? admin.issueKey(there.get().agent())
                : admin.install(manifest.bytes(), preview.digest()));
        write(file, made);
        answers.say("Agent " + preview.name() + " is installed. Its key, " + made.key() + ", is in " + file + "."
                + (there.isPresent() ? " Earlier keys still count: agenthub agents revoke-key ends them." : ""));
    }

    /** Whether the agent belongs to a workspace, given by its name or id. */
    private static boolean isIn(AgentDetail agent, String workspace) {
        return agent.installed().workspaceName().equals(workspace)
                || agent.installed().workspace().toString().equals(workspace);
    }

    /** The agent's key. After a repeated call, a proposal approved meanwhile hands it out. */
    private static NewAgentKey key(AdminClient admin, ChangeOutcome<NewAgentKey> outcome) {
        return switch (outcome) {
            case ChangeOutcome.Done<NewAgentKey>(NewAgentKey made) -> made;
            case ChangeOutcome.Proposed<NewAgentKey>(ProposedChange change) when change
                    .state() == RequestState.APPROVED ->
                Objects.requireNonNull(admin.collect(change.request()).agentKey());
            case ChangeOutcome.Proposed<NewAgentKey>(ProposedChange change) ->
                throw CommandFailure.proposed("agent", change);
        };
    }

    /** Checks the key's file before the key is created, which is shown only once. */
    private static void usable(Path file) {
        if (Files.exists(file)) {
            throw CommandFailure.notDone("FILE_EXISTS",
                    file + " is there already, and may hold another agent’s key: say --agent-key.");
        }
        Path folder = Objects.requireNonNull(file.getParent());
        if (!Files.isWritable(folder)) {
            throw CommandFailure.notDone("FILE_UNWRITABLE", file + " can’t be written.");
        }
    }

    private static void write(Path file, NewAgentKey made) {
        try {
            DurableFile.writePrivately(file, (made.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw Output.unwritable(file, e);
        }
    }
}
