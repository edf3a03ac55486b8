package dev.agenthub.app.cli;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub certificate …}: by which certificate this device knows a backend. */
@Command(name = "certificate", mixinStandardHelpOptions = true, description = "By which certificate this device knows a backend elsewhere.", footer = {
        "", "  agenthub certificate trust https://agenthub.example.com:8443 --pin 3f9a…c2", "",
        "Exit code: 0 done, 2 not."})
final class CertificateCommand implements Runnable {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CertificateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Say what to do, for example: agenthub certificate trust https://agenthub.example.com:8443 --pin SHA256");
    }

    @Command(description = "Know a backend by another certificate from now on. The backend must show it; take the fingerprint from whoever runs it, not from a link.", mixinStandardHelpOptions = true)
    int trust(@Parameters(paramLabel = "URL", description = "The backend’s address.") String backend,
            @Option(names = "--pin", required = true, paramLabel = "SHA256", description = "The fingerprint of its certificate.") String pin,
            @Option(names = "--data", paramLabel = "DIR", description = "Where the desktop keeps everything.") @Nullable Path data) {
        RemoteAddress address = RemoteAddress.of(backend, pin);
        Path folder = address.folder(data);
        String before = address.remembered(folder).map(RemoteAddress::certificate).orElse("nothing");
        try (BackendClient client = new BackendClient(address.uri(), address.fingerprint())) {
            client.health();
        }
        address.remember(folder);
        Output.remark(terminal, address.uri() + " was known by " + before + ", and from now on by "
                + address.certificate() + ".");
        return 0;
    }
}
