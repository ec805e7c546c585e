Gem::Specification.new do |gem|
  gem.name = "plaudit"
  gem.version = "0.1.0"
  gem.summary = "Typed client for plaudit, the human-feedback service for LLM applications"
  gem.authors = ["plaudit"]
  gem.license = "Apache-2.0"
  gem.required_ruby_version = ">= 3.1"
  gem.files = Dir["lib/**/*.rb"] + ["LICENSE"]
  gem.add_dependency "google-protobuf", ">= 3.21"
  gem.add_dependency "googleapis-common-protos-types", ">= 1.4"
  gem.add_dependency "grpc", ">= 1.51"
end
