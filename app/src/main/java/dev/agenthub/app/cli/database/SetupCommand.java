package dev.agenthub.app.cli.database;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.JoinLink;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.DeviceFolder;
import dev.agenthub.app.cli.KeyChoice;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.cli.online.Joining;
import dev.agenthub.app.cli.online.MemberSession;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyEncryption;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agenthub setup}: leads step by step from an empty database to an agent's first request. */
@Command(name = "setup", mixinStandardHelpOptions = true, description = "Set up a served AgentHub, from an empty database to an agent's first request.", footer = {
        "", "In a terminal it asks for what no option says. Without one, in two parts:", "",
        "  agenthub setup --database JDBC_URL --organization Northwind      prints the agenthub serve command to start",
        "  agenthub setup --link link.txt --name \"Ada Lind\" --workspace Care --connection Tickets \\",
        "      --url https://api.example.com/v1 --key-file tickets.key --manifest agent.json", "",
        "The link is what agenthub serve printed. Once it is used, --connect URL goes on with the key on this device.",
        "The same again does only what is missing. Passwords, links and keys come from files, from "
                + DatabaseOptions.PASSWORD_VARIABLE + " and " + Passphrase.VARIABLE + ", or are asked for.",
        ChangeReport.EXIT_CODES})
final class SetupCommand implements Callable<Integer> {
    /** What a link leads to that was mistyped, cut off, used before, or printed by another backend. */
    private static final Set<String> WRONG_LINK = Set.of(RemoteAddress.INVALID, Joining.MALFORMED,
            ErrorCode.INVITATION_INVALID.name(), RemoteAddress.CERTIFICATE_CHANGED, BackendException.UNREACHABLE,
            BackendException.NOT_TRUSTED);
    private static final Set<String> WRONG_PASSPHRASE = Set.of(Passphrase.DIFFERS, Passphrase.TOO_WEAK,
            KeyEncryption.PASSPHRASE_WRONG);

    private final Terminal terminal;
    private final Passphrase passphrase;
    private final SetupAnswers answers;

    @Option(names = "--data", paramLabel = "DIR", description = "Where the backend's secrets are kept, and your key.")
    private @Nullable Path data;

    @Mixin
    private final ServerSetup database;

    @Option(names = "--link", paramLabel = "LINKFILE", description = "Where the link is that agenthub serve printed; - for the standard input.")
    private @Nullable Path link;

    @Option(names = "--connect", paramLabel = "URL", description = "A running backend, where you have joined.")
    private @Nullable String connect;

    @Option(names = "--pin", paramLabel = "SHA256", description = DeviceFolder.PIN_HELP)
    private @Nullable String pin;

    @Option(names = "--name", paramLabel = "NAME", description = Joining.NAME_HELP)
    private @Nullable String name;

    @Mixin
    private final WorkspaceSetup organization = new WorkspaceSetup();

    @Mixin
    private final AgentSetup agent = new AgentSetup();

    SetupCommand(Terminal terminal, Passphrase passphrase, Questions questions, ServerSetup database) {
        this.terminal = terminal;
        this.passphrase = passphrase;
        this.answers = new SetupAnswers(terminal, questions);
        this.database = database;
    }

    /** A backend's address, and the one-time code for it, if any. */
    private record Backend(RemoteAddress address, @Nullable InvitationCode code) {
        static Backend of(String text) {
            return new Backend(RemoteAddress.of(text, null), Joining.code(text));
        }
    }

    @Override
    public Integer call() {
        if (connect != null && (link != null || JoinLink.parse(connect).isPresent())) {
            throw CommandFailure.notDone("USAGE",
                    "--connect takes an address. Whoever sees a link can join in your place, and a command line can be seen: put it into a file for --link.");
        }
        SetupFolders folders = new SetupFolders(data);
        if (database.wanted() || (link == null && connect == null)) {
            String serve = database.prepare(answers, folders);
            answers.say(
                    "Start the backend, in another terminal or as a service; it prints the first owner’s link:");
            Output.print(terminal, serve + "\n");
        }
        if (link == null && connect == null && !answers.canAsk()) {
            answers.say("Then, with that link in a file: agenthub setup --link FILE");
            return 0;
        }
        try (Inside inside = answers.again(WRONG_LINK, link == null && connect == null, () -> enter(folders))) {
            complete(inside, folders);
        }
        return 0;
    }

    private Backend backend() {
        return connect == null
                ? Backend.of(answers.secret("--link", link, "The link that it prints"))
                : new Backend(RemoteAddress.of(connect, pin), null);
    }

    /** A backend with the session of the person who sets it up. */
    private record Inside(RemoteAddress address, BackendClient client, Session session) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    private Inside enter(SetupFolders folders) {
        Backend backend = backend();
        Path folder = folders.at(backend.address());
        KeyFiles keys = KeyFiles.in(folder, passphrase.encryption());
        RemoteAddress address = backend.address().knownIn(folder);
        BackendClient client = BackendClient.elsewhere(address, folder);
        try {
            return new Inside(address, client, session(backend.code(), keys, new Joining(keys, client, passphrase)));
        } catch (CodedException e) {
            client.close();
            throw e;
        }
    }

    private void complete(Inside inside, SetupFolders folders) {
        MemberSession.during(inside.session(), session -> {
            Optional<ManifestFile> manifest = agent.manifest(answers);
            SetupNames names = organization.complete(session, answers, manifest);
            AgentSetup.Installed installed = agent.install(session, answers, manifest, names);
            new FirstRequest(inside.address(), folders).explain(terminal, answers, inside.client(), installed);
            return installed;
        });
    }

    private Session session(@Nullable InvitationCode code, KeyFiles keys, Joining joining) {
        if (code == null) {
            KeyCard card = KeyChoice.of(keys, name);
            return unlocked(() -> joining.signIn(card));
        }
        Optional<KeyCard> earlier = joining.earlier(code, name);
        Optional<Session> again = earlier.flatMap(card -> unlocked(() -> joining.resume(card)));
        if (again.isPresent()) {
            answers.say(again.get().me().name() + " has joined " + again.get().me().organization() + " before.");
            return again.get();
        }
        String called = answers.of(name, "Your name, as others see it", System.getProperty("user.name", "Owner"));
        Session session = unlocked(() -> joining.join(code, called));
        answers.say(session.me().name() + " has joined " + session.me().organization() + " with the key "
                + session.me().key() + ".");
        return session;
    }

    /** Asks again for a mistyped passphrase. */
    private <T> T unlocked(Supplier<T> step) {
        return answers.again(WRONG_PASSPHRASE, passphrase.isTyped(), step);
    }
}
