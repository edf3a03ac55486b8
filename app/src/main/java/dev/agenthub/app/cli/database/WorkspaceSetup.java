package dev.agenthub.app.cli.database;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.online.ConnectionsCommand;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.GivenFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Creates what the first agent needs: a workspace, a policy and a connection. */
final class WorkspaceSetup {
    private static final SetupNames DEFAULTS = new SetupNames("General", "Default", "Service");

    /** What a mistyped file, or one with something else in it, leads to. */
    private static final Set<String> WRONG_POLICY = Set.of(GivenFile.UNREADABLE, ErrorCode.POLICY_INVALID.name(),
            ErrorCode.REQUEST_MALFORMED.name(), ErrorCode.TEXT_NOT_STORABLE.name(), ErrorCode.TOO_LARGE.name());
    private static final Set<String> WRONG_CONNECTION = Set.of("USAGE",
            ErrorCode.CONNECTION_INVALID.name(), ErrorCode.REQUEST_MALFORMED.name());

    @Option(names = "--workspace", paramLabel = "NAME", description = "The workspace of the first agent; the manifest's by default.")
    private @Nullable String workspace;

    @Option(names = "--policy", paramLabel = "NAME", description = "The policy of the first agent; the manifest's by default.")
    private @Nullable String policy;

    @Option(names = "--policy-file", paramLabel = "FILE", description = "That policy's document, where it is a new one.")
    private @Nullable Path policyFile;

    @Option(names = "--connection", paramLabel = "NAME", description = "The service that the first agent reaches; the manifest's by default.")
    private @Nullable String connection;

    @Option(names = "--url", description = "Where that service is; every call's address lies under it.")
    private @Nullable String url;

    @Option(names = "--header", paramLabel = "NAME", description = "The header that carries its key; Authorization by default.")
    private @Nullable String header;

    @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before the key there; \"Bearer \" in Authorization by default, nothing in another header.")
    private @Nullable String prefix;

    @Option(names = "--key-file", paramLabel = "FILE", description = "Where its key is; - for the standard input.")
    private @Nullable Path keyFile;

    /** Creates the missing ones and returns their names. */
    SetupNames complete(Session session, SetupAnswers answers, Optional<ManifestFile> manifest) {
        SetupNames defaults = manifest.map(file -> file.names(DEFAULTS)).orElse(DEFAULTS);
        AdminClient admin = session.client().administration();
        Workspace place = workspace(admin, answers, answers.of(workspace, "Workspace", defaults.workspace()));
        String rules = answers.of(policy, "Policy", defaults.policy());
        policy(session, answers, rules);
        String service = answers.of(connection, "Connection to a service", defaults.connection());
        connection(admin, answers, place, service);
        return new SetupNames(place.name(), rules, service);
    }

    private static Workspace workspace(AdminClient admin, SetupAnswers answers, String name) {
        Optional<Workspace> there = admin.workspaces().stream()
                .filter(one -> one.name().equals(name) || one.workspace().toString().equals(name)).findFirst();
        Workspace place = there.orElseGet(() -> admin.createWorkspace(name));
        answers.say("Workspace " + place.name() + (there.isPresent() ? " is there already." : " is made."));
        return place;
    }

    private void policy(Session session, SetupAnswers answers, String name) {
        boolean there = session.client().policies().stream()
                .anyMatch(one -> one.name().equals(name) || one.current().id().toString().equals(name));
        if (there) {
            answers.say("Policy " + name + " is there already"
                    + (policyFile == null
                            ? "."
                            : " and is kept; agenthub policy publish puts another version in force."));
            return;
        }
        AdminClient admin = session.client().administration();
        switch (answers.again(WRONG_POLICY, policyFile == null,
                () -> admin.createPolicy(name, document(answers, name)))) {
            case ChangeOutcome.Done<PublishedPolicy>(PublishedPolicy made) ->
                answers.say("Policy " + name + " is in force, version " + made.version().version() + ".");
            case ChangeOutcome.Proposed<PublishedPolicy>(ProposedChange change) ->
                throw CommandFailure.proposed("policy", change);
        }
    }

    private String document(SetupAnswers answers, String name) {
        Path file = policyFile == null
                ? Path.of(answers.needed("--policy-file, since there is no policy " + name, null,
                        "File of its document"))
                : policyFile;
        return new String(answers.json(file), StandardCharsets.UTF_8);
    }

    private void connection(AdminClient admin, SetupAnswers answers, Workspace place, String name) {
        Optional<Connection> there = admin.connections().stream()
                .filter(one -> (one.workspace().equals(place.workspace()) && one.name().equals(name))
                        || one.connector().toString().equals(name))
                .findFirst();
        if (there.isPresent()) {
            answers.say(kept(there.get()));
            return;
        }
        boolean typed = url == null || header == null || keyFile == null;
        switch (answers.again(WRONG_CONNECTION, typed, () -> admin.connect(wanted(answers, place, name)))) {
            case ChangeOutcome.Done<Connection>(Connection made) ->
                answers.say("Connection " + name + " to " + made.baseUrl() + " is made.");
            case ChangeOutcome.Proposed<Connection>(ProposedChange change) ->
                throw CommandFailure.proposed("connection", change);
        }
    }

    private NewConnection wanted(SetupAnswers answers, Workspace place, String name) {
        String address = answers.needed("--url", url, "Address of the service, https://…");
        String used = answers.of(header, "Header that carries its key", "Authorization");
        String key = answers.secret("--key-file", keyFile, "Key of the service");
        return ConnectionsCommand.wanted(place.workspace().toString(), name, address, used, prefix, null, key);
    }

    private String kept(Connection there) {
        if (url != null && !there.baseUrl().equals(url.strip())) {
            throw CommandFailure.notDone("CONNECTION_DIFFERS", "Connection " + there.name() + " leads to "
                    + there.baseUrl() + " already: use another name, or leave --url out.");
        }
        return "Connection " + there.name() + " to " + there.baseUrl() + " is there already"
                + (there.state() == ConnectionState.ACTIVE ? "." : ", but " + there.state() + ".");
    }
}
