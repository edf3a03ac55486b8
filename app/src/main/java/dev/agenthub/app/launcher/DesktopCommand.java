package dev.agenthub.app.launcher;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.cli.offline.AuthorityFile;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agenthub desktop}: opens the desktop with an embedded or a remote backend. */
@Command(name = "desktop", mixinStandardHelpOptions = true, description = "Opens the desktop: with a backend and database of its own, or in a team; the first time it asks which.")
final class DesktopCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
    private @Nullable Path data;

    @Option(names = "--sample", description = "Opens the disposable sample organization.")
    private boolean sample;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "The loopback port of the backend; any free one by default.")
    private int port;

    @Option(names = "--tsa-url", paramLabel = "URL", description = "A timestamping authority (RFC 3161) that checkpoints are sent to; none by default.")
    private @Nullable String tsaUrl;

    @Option(names = "--tsa-ca", paramLabel = "PEM", description = "Certificates that its answers must lead to; by default any that holds by itself is kept.")
    private @Nullable Path tsaCa;

    @Option(names = "--tour", paramLabel = "DIR", description = "Tours the sample organization by itself; pictures, export and report go to DIR.")
    private @Nullable Path tour;

    @Option(names = "--tour-without-display", paramLabel = "DIR", description = "The same, but only where there is no display.")
    private @Nullable Path tourWithoutDisplay;

    @Option(names = "--training-run", paramLabel = "FILE", hidden = true, description = "Ends once the first window was painted, and says in FILE which Java ran: the run that the build makes its start-up cache from.")
    private @Nullable Path trainingRun;

    @Option(names = "--connect", paramLabel = "URL", description = "Talks to a backend elsewhere instead of one of its own: its address, or an invitation’s link.")
    private @Nullable String connect;

    @Option(names = "--pin", paramLabel = "SHA256", description = "The fingerprint of that backend’s certificate; remembered from then on.")
    private @Nullable String pin;

    @Option(names = "--lock-after", paramLabel = "MINUTES", defaultValue = "10", description = "Locks your key when nobody has used the window for so long: 1 to 120. It can’t be turned off, since an open key signs for whoever sits down. Default: 10.")
    private int lockAfter;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        DesktopOptions options = options();
        String obstacle = WindowSystem.obstacle();
        Path touring = tour != null || obstacle == null ? tour : tourWithoutDisplay;
        if (obstacle != null) {
            WindowSystem.useNone(obstacle, touring != null);
        }
        PrintWriter errors = spec.commandLine().getErr();
        if (connect != null) {
            if (touring != null || sample) {
                throw new CodedException("USAGE", "--connect goes with neither --sample nor --tour.");
            }
            RemoteAddress typed = RemoteAddress.of(connect, pin);
            Path folder = typed.folder(data);
            PrivateFolders.create(folder);
            String invitation = JoinLink.parse(connect).map(JoinLink::text).orElse(null);
            DeviceDestinations all = new DeviceDestinations(data, options);
            return DesktopApplication.run(all.at(typed, invitation), all, null, errors);
        }
        if (touring == null) {
            if (sample) {
                return DesktopApplication.run(options, null, null, errors);
            }
            DeviceDestinations all = new DeviceDestinations(data, options);
            return DesktopApplication.run(asksForOwn() ? options : all.onlyOne().orElse(null), all,
                    trainingRun == null ? null : new TrainingUser(trainingRun), errors);
        }
        return new TourRun(touring, port, spec.commandLine().getOut(), errors).run(data);
    }

    private DesktopOptions options() {
        return new DesktopOptions(DataFolders.of(data, sample), sample, port,
                tsaUrl == null ? null : AuthorityFile.url(tsaUrl),
                tsaCa == null ? null : AuthorityFile.read(tsaCa), null, null,
                IdleTime.minutes(lockAfter));
    }

    /** Whether options for the embedded backend were given, which select it. */
    private boolean asksForOwn() {
        return port != 0 || tsaUrl != null;
    }
}
