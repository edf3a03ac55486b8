package dev.agenthub.evidence.verify.controls.state;

/** The remaining work that a verification may spend on evaluating rules; without a bound, a hostile policy could make it take hours. */
public final class EvaluationBudget {

    /** Steps for all requests together, of which a simple comparison takes one. */
    private static final long AT_FIRST = 1 << 24;
    private static final long A_REQUEST = 1 << 15;

    private long left = AT_FIRST;

    /** A request came, whose payload has so many bytes. */
    public void request(long bytes) {
        left += A_REQUEST + bytes;
    }

    /** Whether so many steps may be taken; then they are. */
    public boolean spend(long steps) {
        if (steps > left) {
            return false;
        }
        left -= steps;
        return true;
    }
}
