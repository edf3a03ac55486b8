package dev.agenthub.app.cli;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Enrolment;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.testing.RealBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Somebody with a key file beside a running backend, who gives commands. */
final class JoinedMember {
    private static final String PASSPHRASE = "orbit velvet candle";

    private final Path data;

    private JoinedMember(Path data) {
        this.data = data;
    }

    /** Joins the backend in {@code own} of that folder. */
    static JoinedMember of(RealBackend backend, Path data, String name, Role role) {
        KeyFiles keys = new KeyFiles(backend.folder().resolve("keys"), KeyEncryption.strong());
        InvitationCode code = InvitationCode.parse(backend.invite(name, role)).orElseThrow();
        try (BackendClient client = new BackendClient(backend.uri())) {
            Enrolment.enrol(keys, client, name, PASSPHRASE.toCharArray(), code);
        }
        return new JoinedMember(data);
    }

    CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", data.toString()));
        return CommandRun.withEnvironment(Map.of(Passphrase.VARIABLE, PASSPHRASE), all.toArray(String[]::new));
    }
}
