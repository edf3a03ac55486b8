package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.DataFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Opens the desktop with a backend inside it. */
@Command(name = "desktop", mixinStandardHelpOptions = true, description = "Opens the desktop with its own backend and database.")
final class DesktopCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
    private @Nullable Path data;

    @Option(names = "--sample", description = "Opens the disposable sample organization.")
    private boolean sample;

    @Option(names = "--port", paramLabel = "N", defaultValue = "0", description = "The loopback port of the backend; any free one by default.")
    private int port;

    @Option(names = "--tour", paramLabel = "DIR", description = "Tours the sample organization by itself; pictures, export and report go to DIR.")
    private @Nullable Path tour;

    @Option(names = "--tour-without-display", paramLabel = "DIR", description = "The same, but only where there is no display.")
    private @Nullable Path tourWithoutDisplay;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        String obstacle = Display.obstacle();
        Path touring = tour != null || obstacle == null ? tour : tourWithoutDisplay;
        if (obstacle != null) {
            Display.useNone(obstacle, touring != null);
        }
        PrintWriter errors = spec.commandLine().getErr();
        if (touring == null) {
            return Desktop.run(new DesktopOptions(DataFolders.of(data, sample), sample, port), null, errors);
        }
        return new TourRun(touring, port, spec.commandLine().getOut(), errors).run(data);
    }
}
