package dev.agenthub.files;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What a logger and those below it log, from any thread, until it is closed. */
public final class LogCapture implements AutoCloseable {
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final Logger logger;

    private LogCapture(String name) {
        this.logger = Logger.getLogger(name);
        logger.addHandler(handler);
    }

    /** Of this class's logger. */
    public static LogCapture of(Class<?> source) {
        return new LogCapture(source.getName());
    }

    /** Of every logger. */
    public static LogCapture ofAll() {
        return new LogCapture("");
    }

    public List<LogRecord> records() {
        return records;
    }

    /** As a log file would hold them, one text an entry. */
    public List<String> texts() {
        return records.stream().map(new SimpleFormatter()::format).toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
    }
}
