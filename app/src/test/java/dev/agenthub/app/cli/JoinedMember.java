package dev.agenthub.app.cli;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestBackend;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A member with a key file in a running backend's data folder, who runs commands. */
public final class JoinedMember {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final Path data;

    private JoinedMember(Path data) {
        this.data = data;
    }

    /** Joins the backend in the folder's {@code own}. */
    public static JoinedMember of(RealBackend backend, Path data, String name, Role role, String... groups) {
        return of(backend.uri(), backend.invite(name, role, groups), backend.folder(), data, name);
    }

    /** Joins a test backend as if it were the one in the folder's {@code own}. */
    public static JoinedMember of(TestBackend backend, Path data, String name) throws IOException {
        Path own = Files.createDirectories(DataFolders.of(data, false));
        BackendAddress.publish(own, backend.uri());
        return of(backend.uri(), TestBackend.INVITATION, own, data, name);
    }

    private static JoinedMember of(URI backend, String invitation, Path own, Path data, String name) {
        KeyFiles keys = QuickKeys.in(own);
        InvitationCode code = InvitationCode.parse(invitation).orElseThrow();
        try (BackendClient client = new BackendClient(backend)) {
            Enrolment.enrol(keys, client, name, PASSPHRASE.toCharArray(), code);
        }
        return new JoinedMember(data);
    }

    /** Runs a command with the data folder of the member, where nobody can be asked. */
    public CommandRun run(String... arguments) {
        return CommandRun.withEnvironment(environment(), all(arguments));
    }

    /** Runs a command on an interactive terminal. */
    public CommandRun runAtATerminal(String... arguments) {
        return CommandRun.atATerminal(environment(), all(arguments));
    }

    /** Runs a command with a person who answers at the terminal. */
    public CommandRun runAnswering(Questions person, String... arguments) {
        return CommandRun.answeredBy(person, environment(), all(arguments));
    }

    /** The environment of each command: the passphrase of the member's key. */
    public static Map<String, String> environment() {
        return Map.of(Passphrase.VARIABLE, PASSPHRASE);
    }

    private String[] all(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return all.toArray(String[]::new);
    }
}
