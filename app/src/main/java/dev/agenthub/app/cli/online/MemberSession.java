package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.DeviceFolder;
import dev.agenthub.app.cli.KeyChoice;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that select the key and the backend for sign-in, and the session while the command runs. */
public final class MemberSession {
    @Option(names = "--as", paramLabel = "NAME", description = "Who signs in, where several people have a key on this device.")
    private @Nullable String person;

    @Mixin
    private final DeviceFolder device = new DeviceFolder();

    /** Signs in, runs {@code work} and signs out, also after a failure. */
    public <T> T during(Passphrase passphrase, Function<Session, T> work) {
        RemoteAddress elsewhere = device.elsewhere();
        Path folder = device.path();
        KeyFiles keys = device.keys(passphrase);
        KeyCard card = KeyChoice.of(keys, person);
        try (BackendClient client = elsewhere == null
                ? own(folder)
                : BackendClient.elsewhere(elsewhere, folder)) {
            return during(new Joining(keys, client, passphrase).signIn(card), work);
        }
    }

    /** As {@link #during}, for the calls of administrators. */
    <T> T administering(Passphrase passphrase, Function<AdminClient, T> work) {
        return during(passphrase, session -> work.apply(session.client().administration()));
    }

    /** Runs {@code work} and signs out, also after a failure. */
    public static <T> T during(Session session, Function<Session, T> work) {
        try {
            return work.apply(session);
        } finally {
            session.client().signOut();
            session.signer().close();
        }
    }

    private static BackendClient own(Path folder) {
        URI backend = BackendAddress.find(folder).orElseThrow(() -> CommandFailure.notDone("BACKEND_NOT_RUNNING",
                "AgentHub is not open on " + folder + ": start agenthub desktop first, or say --connect."));
        return new BackendClient(backend);
    }
}
