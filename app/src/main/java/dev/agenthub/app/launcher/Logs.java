package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.PrivateFiles;
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

/** Sends what the desktop and its backend log to files in the data folder; standard error stays for what a person must read. */
final class Logs {
    private static final int LARGEST = 1 << 20;
    private static final int KEPT = 5;
    /**
     * These say nothing but what a caller sent that is no HTTP; the caller is answered,
     * and it is nobody else's business. Held, since unused loggers are forgotten.
     */
    private static final List<Logger> ABOUT_CALLERS = Stream
            .of("org.eclipse.jetty.util.HostPort", "org.eclipse.jetty.http.HttpParser").map(Logger::getLogger).toList();

    private Logs() {}

    /** For a command that tells its person itself what it does: of what libraries log, warnings only. */
    static void warningsOnly() {
        if (System.getProperty("java.util.logging.config.file") == null) {
            Logger.getLogger("").setLevel(Level.WARNING);
        }
    }

    /** From now on. A configuration that was asked for on the command line stays in force. */
    static void into(Path folder) {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try {
            Path logs = folder.resolve("logs");
            PrivateFiles.folder(logs);
            LogManager.getLogManager().reset();
            // The pattern of the file handler reads % as a sign of its own.
            Handler file = new FileHandler(logs.toString().replace("%", "%%") + "/desktop-%g.log", LARGEST, KEPT, true);
            file.setFormatter(new SimpleFormatter());
            file.setFilter(new LogLimit(System::nanoTime));
            ABOUT_CALLERS.forEach(logger -> logger.setLevel(Level.OFF));
            Logger root = Logger.getLogger("");
            root.setLevel(Level.INFO);
            root.addHandler(file);
        } catch (IOException e) {
            throw new CodedException("DATA_FOLDER_UNUSABLE", "AgentHub can’t write its log in " + folder + ".", e);
        }
    }
}
