package dev.agenthub.app.cli;

import dev.agenthub.api.Connection;
import dev.agenthub.api.NewConnection;
import dev.agenthub.app.client.AdminClient;
import dev.agenthub.app.ui.common.HiddenCharacters;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub connections …}: the services that agents reach, and their keys. */
@Command(name = "connections", mixinStandardHelpOptions = true, description = "Make, stop and revoke connections to services.", footer = {
        "",
        "  agenthub connections add Billing --workspace \"Customer care\" --url https://api.example.com/v2 --key-file billing.key",
        "  agenthub connections key CONNECTION --key-file -", "",
        "A key is read from a file or the standard input, and never shown again.", "Exit code: 0 done, 2 not."})
final class ConnectionsCommand implements Runnable {
    private static final String CONNECTION = "CONNECTION";

    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ConnectionsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub connections list");
    }

    @Command(description = "All connections, without their keys.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return said(as(session, AdminClient::connections).stream().map(ConnectionsCommand::shown)
                .collect(Collectors.joining()));
    }

    @Command(description = "Make a connection to a service that is called over HTTPS with a static key.", mixinStandardHelpOptions = true)
    int add(@Parameters(paramLabel = "NAME") String name,
            @Option(names = "--workspace", required = true, paramLabel = "NAME", description = "Whose agents may use it.") String workspace,
            @Option(names = "--url", required = true, description = "Every call’s address lies under it.") String url,
            @Option(names = "--header", paramLabel = "NAME", description = "The header that carries the key; Authorization by default.") @Nullable String header,
            @Option(names = "--prefix", paramLabel = "TEXT", description = "What stands before the key there; \"Bearer \" in Authorization by default, nothing in another header.") @Nullable String prefix,
            @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "Where the key is; - for the standard input.") Path key,
            @Mixin MemberSession session) {
        String secret = Input.secretLine(key, terminal);
        NewConnection wanted = wanted(workspace, name, url, header, prefix, secret);
        return said(shown(as(session, admin -> admin.connect(wanted))));
    }

    @Command(description = "Put another key in the place of a connection’s.", mixinStandardHelpOptions = true)
    int key(@Parameters(paramLabel = CONNECTION) UUID connection,
            @Option(names = "--key-file", required = true, paramLabel = "FILE", description = "Where the key is; - for the standard input.") Path key,
            @Mixin MemberSession session) {
        String secret = Input.secretLine(key, terminal);
        return said(shown(as(session, admin -> admin.replaceConnectionKey(connection, secret))));
    }

    @Command(description = "Let no call go through a connection; it keeps its key.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = CONNECTION) UUID connection, @Mixin MemberSession session) {
        return said(shown(as(session, admin -> admin.enableConnection(connection, false))));
    }

    @Command(description = "Let calls go through it again.", mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = CONNECTION) UUID connection, @Mixin MemberSession session) {
        return said(shown(as(session, admin -> admin.enableConnection(connection, true))));
    }

    @Command(description = "Forget a connection’s key for good.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = CONNECTION) UUID connection, @Mixin MemberSession session) {
        as(session, admin -> {
            admin.revokeConnection(connection);
            return connection;
        });
        return said("");
    }

    static NewConnection wanted(String workspace, String name, String url, @Nullable String header,
            @Nullable String prefix, String secret) {
        try {
            return new NewConnection(workspace, name, url, header, prefix, secret);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.notDone("USAGE", e.getMessage() + ".");
        }
    }

    private <T> T as(MemberSession session, Function<AdminClient, T> work) {
        return session.during(passphrase, opened -> work.apply(opened.client().administration()));
    }

    private static String shown(Connection connection) {
        return connection.connector() + "  " + connection.state() + "  " + connection.name() + "  "
                + connection.baseUrl() + "  (" + connection.header() + ": " + connection.prefix() + "…)\n";
    }

    private int said(String text) {
        Output.print(terminal, HiddenCharacters.markedLines(text));
        return 0;
    }
}
