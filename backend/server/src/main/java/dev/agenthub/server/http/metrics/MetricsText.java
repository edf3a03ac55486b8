package dev.agenthub.server.http.metrics;

/** Builds a page of Prometheus' text format 0.0.4. */
final class MetricsText {

    private final StringBuilder text = new StringBuilder(8_192);

    /** Begins a metric; its samples follow. */
    void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append("\n# TYPE ").append(name).append(' ')
                .append(type).append('\n');
    }

    void gauge(String name, String help, long value) {
        head(name, "gauge", help);
        sample(name, "", value);
    }

    void sample(String name, String labels, long value) {
        named(name, labels).append(value).append('\n');
    }

    void sample(String name, String labels, double value) {
        named(name, labels).append(value).append('\n');
    }

    private StringBuilder named(String name, String labels) {
        text.append(name);
        return labels.isEmpty() ? text.append(' ') : text.append('{').append(labels).append("} ");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
