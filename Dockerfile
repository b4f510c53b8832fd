# The emulator, with what the functions of its runtimes need: node, python and Go.
#
#   docker build -t functions-emulator .
#   docker run --rm -p 127.0.0.1:8080:8080 -v functions:/data functions-emulator
#
# Publish the port on 127.0.0.1 only: who reaches it can run programs in the container.
FROM golang:1.26-trixie AS build
WORKDIR /src
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/functions-emulator ./emulator/cmd/functions-emulator

FROM debian:trixie-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates nodejs python3 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home functions \
    && install -d -o functions -g functions /data
COPY --from=build /usr/local/go /usr/local/go
COPY --from=build /out/functions-emulator /usr/local/bin/functions-emulator
ENV PATH=/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    GOTOOLCHAIN=local
USER functions
WORKDIR /home/functions
VOLUME ["/data"]
EXPOSE 8080
ENTRYPOINT ["functions-emulator"]
CMD ["-addr", "0.0.0.0:8080", "-data", "/data"]
