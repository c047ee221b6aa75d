package io.millrace.cli.api;

/** Names a deployment; prints as users write it. */
public record DeploymentId(String kind, String name) {
    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
