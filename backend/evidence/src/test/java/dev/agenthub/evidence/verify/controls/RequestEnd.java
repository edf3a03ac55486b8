package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.data;

import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Decision;

/** How a request ends that never runs. */
enum RequestEnd {

    WAITS, DENIED, WITHDRAWN, CANCELLED, EXPIRED, REFUSED;

    void of(SampleLog log, Request request) {
        switch (this) {
            case WAITS -> {}
            case DENIED -> log.decide(ADA, log.statement(ADA, request, Decision.DENY));
            case WITHDRAWN -> log.approve(ADA, request).decide(ADA, log.statement(ADA, request, Decision.WITHDRAW));
            case CANCELLED -> log.close(EventType.APPROVAL_CANCELLED, request);
            case EXPIRED -> log.close(EventType.APPROVAL_EXPIRED, request);
            case REFUSED -> log.append(EventType.RUN_REFUSED,
                    data().put("request", request.id().toString()).put("code", "CONNECTOR_DISABLED").build());
        }
    }
}
