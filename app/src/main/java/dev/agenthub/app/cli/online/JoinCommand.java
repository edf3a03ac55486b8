package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.DeviceFolder;
import dev.agenthub.app.cli.Input;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.InvitationCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code agenthub join}: redeems an invitation's link and stores the new key on this device, as the desktop does. */
@Command(name = "join", mixinStandardHelpOptions = true, description = "Join an organization with an invitation’s link; your key is made on this device and encrypted with your passphrase.", footer = {
        "", "  agenthub join link.txt --name \"Ada Lind\"", "",
        "Whoever has the link can join in your place, so it is read from a file or the standard input.",
        "Exit code: 0 joined, 2 not."})
final class JoinCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Passphrase passphrase;

    @Parameters(paramLabel = "LINKFILE", arity = "0..1", defaultValue = "-", description = "Where the link is; - for the standard input.")
    private Path link = Path.of("-");

    @Option(names = "--name", required = true, paramLabel = "NAME", description = Joining.NAME_HELP)
    private String name = "";

    @Option(names = "--data", paramLabel = "DIR", description = DeviceFolder.DATA_HELP)
    private @Nullable Path data;

    JoinCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public Integer call() {
        String text = Input.secretLine(link, terminal);
        RemoteAddress address = RemoteAddress.of(text, null);
        InvitationCode code = Joining.code(text);
        Path folder = address.folder(data);
        KeyFiles keys = KeyFiles.in(folder, passphrase.encryption());
        try (BackendClient client = BackendClient.elsewhere(address, folder)) {
            Session session = new Joining(keys, client, passphrase).join(code, name.strip());
            Output.remark(terminal, session.me().name() + " has joined " + session.me().organization()
                    + " with the key " + session.me().key() + ", which is in " + folder.resolve("keys") + ".");
            session.client().signOut();
            session.signer().close();
        }
        return 0;
    }
}
