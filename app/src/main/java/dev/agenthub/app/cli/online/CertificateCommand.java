package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.DeviceFolder;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.ShownCertificate;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub certificate …}: shows and replaces the remembered certificate of a backend, and exports it for other programs. */
@Command(name = "certificate", mixinStandardHelpOptions = true, description = "By which certificate this device and other programs know a backend.", footer = {
        "", "  agenthub certificate show https://agenthub.example.com:8443",
        "  agenthub certificate trust https://agenthub.example.com:8443 --pin 3f9a…c2", "",
        "Exit code: 0 done, 2 not."})
final class CertificateCommand implements Runnable {
    private final Terminal terminal;
    private final ServedCertificates served;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CertificateCommand(Terminal terminal, ServedCertificates served) {
        this.terminal = terminal;
        this.served = served;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "Say what to do, for example: agenthub certificate trust https://agenthub.example.com:8443 --pin SHA256");
    }

    @Command(description = "Know a backend by another certificate from now on. The backend must show it; take the fingerprint from whoever runs it, not from a link.", mixinStandardHelpOptions = true)
    int trust(@Parameters(paramLabel = "URL", description = "The backend’s address.") String backend,
            @Option(names = "--pin", required = true, paramLabel = "SHA256", description = "The fingerprint of its certificate.") String pin,
            @Option(names = "--data", paramLabel = "DIR", description = DeviceFolder.DATA_HELP) @Nullable Path data) {
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

    @Command(description = "Show a backend’s certificate, and how curl, Python, Node and Java trust exactly it. With a URL the one that the backend there shows; without, the one that is served from this machine’s data folder.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "URL", arity = "0..1", description = "The backend’s address.") @Nullable String backend,
            @Option(names = "--pin", paramLabel = "SHA256", description = "The fingerprint that its certificate must have.") @Nullable String pin,
            @Option(names = "--data", paramLabel = "DIR", description = "Where the desktop, or without a URL the backend, keeps everything.") @Nullable Path data,
            @Option(names = "--pem", description = "Only the certificate, for a file.") boolean pemOnly) {
        if (backend == null && pin != null) {
            throw CommandFailure.notDone("USAGE",
                    "--pin goes with a URL: the data folder is where the fingerprint comes from.");
        }
        ServedCertificates.Served shown = backend == null
                ? served.of(DataFolders.of(data, false))
                : shownBy(RemoteAddress.of(backend, pin), data);
        CertificateText text = CertificateText.of(shown.pem());
        Output.print(terminal, pemOnly ? text.pem() : text.about(shown.address()));
        return 0;
    }

    /** The backend's certificate, verified where one is remembered, else only read. */
    private ServedCertificates.Served shownBy(RemoteAddress address, @Nullable Path data) {
        Path folder = address.folder(data);
        if (address.fingerprint() == null && address.remembered(folder).isEmpty()) {
            String pem = ShownCertificate.of(address.uri());
            Output.remark(terminal, "Nobody has vouched for this certificate of " + address.uri()
                    + ": it is what was shown just now. Compare its fingerprint with whoever runs the server before anything trusts it.");
            return new ServedCertificates.Served(address.uri(), pem);
        }
        RemoteAddress known = address.knownIn(folder);
        try (BackendClient client = new BackendClient(known.uri(), known.fingerprint())) {
            return new ServedCertificates.Served(known.uri(), client.certificate());
        }
    }
}
