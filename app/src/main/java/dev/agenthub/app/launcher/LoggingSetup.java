package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/** Configures logging of the desktop and its backend into files in the data folder. Standard error is kept for messages to the person. */
final class LoggingSetup {
    private static final int LARGEST = 1 << 20;
    private static final int KEPT = 5;
    /**
     * Loggers that only report malformed HTTP, which the caller is told in the answer.
     * Referenced here because unused loggers are garbage-collected.
     */
    private static final List<Logger> ABOUT_CALLERS = Stream
            .of("org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpParser").map(Logger::getLogger).toList();

    private LoggingSetup() {}

    /** Logs only warnings of libraries, for commands that report their own progress. */
    static void warningsOnly() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            Logger.getLogger("").setLevel(Level.WARNING);
        }
    }

    /** Logs into this folder from now on, unless a logging configuration was given on the command line. */
    static void into(Path folder) {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try {
            Path logs = folder.resolve("logs");
            PrivateFolders.create(logs);
            LogManager.getLogManager().reset();
            // In the file handler's pattern, % is a special character.
            Handler file = new FileHandler(logs.toString().replace("%", "%%") + "/desktop-%g.log", LARGEST, KEPT, true);
            file.setFormatter(new SimpleFormatter());
            file.setFilter(new LogLimit(System::nanoTime));
            ABOUT_CALLERS.forEach(logger -> logger.setLevel(Level.OFF));
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            root.addHandler(file);
        } catch (IOException e) {
            throw new CodedException(DataFolderCodes.UNUSABLE, "AgentHub can’t write its log in " + folder + ".", e);
        }
    }
}
